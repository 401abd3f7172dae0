export { createStubBackend, stubName } from './stub-backend.ts'
