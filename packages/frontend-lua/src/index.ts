export { createLuaFrontEnd, type LuaFrontEndOptions } from './front-end.ts'
export { luaCallDiagnostics, luaDiagnostics } from './diagnostics.ts'
export {
  actionClasses, drmClass, fileClass, handlers, hostFunctions, knownGlobals, procedureMembers, setClasses, type HostClass,
} from './host-api.ts'
