export { serveLanguage, type LanguageServerOptions } from './protocol/server.ts'
export { luaApiText } from './generated/grammars.ts'
