import type { FrontEndLoaders } from './front-ends.ts'

/** Each language with all it brings along, loaded only where a file is written in it. */
export const defaultFrontEnds: FrontEndLoaders = {
  '.lua': () => Promise.reject(new Error('the Lua front end is not there yet')),
  '.json': async () => (await import('@vodflow/frontend-json')).createJsonFrontEnd(),
}
