export { endOrphan } from './child-record.ts'
export { defaultLimits, runCommandStep, type CommandTools, type Limits } from './command-step.ts'
export { masterPlaylist, runMasterPlaylist } from './master-playlist.ts'
export { adoptOutputs } from './adopt-outputs.ts'
