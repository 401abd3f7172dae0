/** The host API by name: the worker registers it, messages suggest from it, and a test holds grammars/vodflow.lua against it. */
export interface HostClass {
  readonly fields: readonly string[]
  readonly methods: readonly string[]
}

/** Classes whose objects are actions, plus DRM, which one of them holds (presets.md §4.2 and design.md §4). */
export const actionClasses = {
  TranscodeAction: {
    fields: [
      'transcodeDefinition', 'watermarkDefinition', 'disableHigherBitrate', 'drm', 'hlsMasterPlaylist', 'idrAlignment', 'override', 'verify',
    ],
    methods: ['addTranscodeDefinition', 'clearTranscodeDefinition'],
  },
  SampleSnapshotAction: { fields: ['definition'], methods: [] },
  ImageSpriteAction: { fields: ['definition'], methods: [] },
  CoverBySnapshotAction: { fields: ['definition', 'positionType', 'position'], methods: [] },
  SnapshotByTimeOffsetAction: { fields: ['definition', 'timeOffset'], methods: ['addTimeOffset'] },
  AnimatedGraphicsAction: { fields: ['definition', 'startTime', 'endTime'], methods: [] },
  ReviewAction: { fields: ['definition'], methods: [] },
} as const satisfies Record<string, HostClass>

/** Names that the documents themselves mix up (api.md §3, §6), each read as the one that is meant. */
export const slipNames: { readonly [C in ActionClassName]?: { readonly [written: string]: string } } = {
  AnimatedGraphicsAction: { startTimeOffset: 'startTime', endTimeOffset: 'endTime' },
}

export const drmClass = { fields: ['definition'], methods: [] } as const satisfies HostClass
export const fileClass = {
  fields: ['mediaInfo', 'aiReviewActionSet', 'manualReviewActionSet', 'processActionSet'],
  methods: [],
} as const satisfies HostClass
/** Which stage a set belongs to follows from where it is hung or returned, not from its class. */
export const setClasses = ['ActionSet', 'ProcessActionSet', 'ReviewActionSet'] as const

export const handlers = ['handleReview', 'handleManualReview', 'handleProcess', 'handlePublish'] as const
export const procedureMembers = ['new', 'constructor', 'setPriority', 'setNotifyMode', 'file', ...handlers] as const
export const hostFunctions = ['NewProcedureClass', 'Warn', 'Refuse'] as const

/** What Lua has and a script has not: it reads and loads nothing, and 5.1's environments are gone from 5.3. */
export const withheldGlobals: readonly string[] = [
  'io', 'os', 'package', 'debug', 'require', 'load', 'loadstring', 'loadfile', 'dofile', 'collectgarbage', 'setfenv', 'getfenv', 'module', 'newproxy',
]

export type ActionClassName = keyof typeof actionClasses
export type Stage = 'review' | 'manualReview' | 'process' | 'publish'
export const stages: readonly Stage[] = ['review', 'manualReview', 'process', 'publish']

export const stageOfHandler: Readonly<Record<(typeof handlers)[number], Stage>> = {
  handleReview: 'review',
  handleManualReview: 'manualReview',
  handleProcess: 'process',
  handlePublish: 'publish',
}

/** Every name a script can meet on an object of the host: what a misspelt one is compared with. */
export const knownMembers: readonly string[] = [
  ...Object.values(actionClasses).flatMap((entry: HostClass) => [...entry.fields, ...entry.methods]),
  ...fileClass.fields, ...procedureMembers, 'addAction',
]

export const knownGlobals: readonly string[] = [
  ...Object.keys(actionClasses), ...setClasses, ...hostFunctions, 'DRM', 'BaseProcedure', 'procedure', 'CreateProcedure',
]
