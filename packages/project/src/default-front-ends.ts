import type { FrontEndLoaders } from './front-ends.ts'

/** Each language with all it brings along, loaded only where a file is written in it. */
export const defaultFrontEnds: FrontEndLoaders = {
  '.lua': async () => (await import('@vodflow/frontend-lua')).createLuaFrontEnd({ warm: true }),
  '.json': async () => (await import('@vodflow/frontend-json')).createJsonFrontEnd(),
}
