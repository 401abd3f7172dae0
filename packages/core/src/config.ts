/** `vodflow.config.json`, with its defaults filled in. */
export interface ProjectConfig {
  readonly defaults: {
    /** What the transcode definition 1 stands for; absent: {10,20,30}, with a warning. */
    readonly transcode?: readonly number[]
    /** What the watermark definition 1 stands for. */
    readonly watermark?: number
  }
  readonly encoder: {
    /** The x264/x265 preset. */
    readonly speed: EncoderSpeed
  }
  /** Absent: no program of the house's own, and nobody is waited for. */
  readonly review?: ReviewConfig
  readonly optimiser: {
    /** Passes that are left out. */
    readonly without: readonly OptimiserPass[]
    /** MiB that one ffmpeg is expected to take at most; absent: 4200. */
    readonly memory?: number
  }
  /** Where finished results are kept for later runs; absent: nowhere. */
  readonly cache?: CacheConfig
  /** What may be pulled where a source is a URL. */
  readonly pull: {
    /** Hosts (`*.name` for all below one), addresses and networks (`10.0.0.0/8`) that may be asked although they are not of the open internet. */
    readonly allow: readonly string[]
    readonly maxBytes: number
  }
  /** How what was recorded of streams is read. */
  readonly recordings?: RecordingsConfig
  /** Where the key is that wraps the keys of encrypted outputs; without it nothing is encrypted. */
  readonly kms?: KmsConfig
  /** Absent: nothing is published. */
  readonly publish?: PublishConfig
  /** Folders, relative to the config file. */
  readonly procedures: readonly string[]
  readonly templates: readonly string[]
}

export interface RecordingsConfig {
  /** What becomes of times without a recording where the command line does not say it; absent: they are closed. */
  readonly gaps?: 'skip' | 'black' | 'refuse'
}

export interface CacheConfig {
  /** Relative to the config file, or absolute; absent: a cache only where the command line names one. */
  readonly folder?: string
  /** What was unused for longest is forgotten beyond that. */
  readonly maxBytes?: number
}

/** How content is reviewed (docs/review.md). */
export interface ReviewConfig {
  /** A house's own reviewer: a program and its arguments, started in the project's folder without a shell. */
  readonly command?: readonly [string, ...string[]]
  /** What a plan and a result call its model. */
  readonly model?: string
  /** Wall clock for all pictures of a review. */
  readonly timeoutSeconds?: number
  /** A run waits for a person where a review that can stop it is in doubt. */
  readonly manual?: boolean
}
/** A place, never the key itself. */
export type KmsConfig =
  /** A path, relative to the config file. */
  | { readonly masterKeyFile: string }
  /** The name of an environment variable. */
  | { readonly masterKeyEnv: string }

/** The last stage: what is done with a run whose every task is done (docs/review.md). */
export interface PublishConfig {
  /** A house's own program and its arguments, started in the project's folder without a shell. */
  readonly command: readonly [string, ...string[]]
  /** Wall clock. */
  readonly timeoutSeconds?: number
}

export const encoderSpeeds = [
  'ultrafast', 'superfast', 'veryfast', 'faster', 'fast', 'medium', 'slow', 'slower', 'veryslow',
] as const
export type EncoderSpeed = (typeof encoderSpeeds)[number]

export const defaultConfig: ProjectConfig = {
  defaults: {},
  encoder: { speed: 'veryfast' },
  optimiser: { without: [] },
  pull: { allow: [], maxBytes: 32 * 1024 ** 3 },
  procedures: ['procedures'],
  templates: ['templates'],
}

/** The passes by which a back end saves work; each can be left out, and every output is as right without it. */
export const optimiserPasses = ['reuse', 'copy', 'deduplicate', 'fuse', 'beside', 'seek', 'normalise', 'keyPackets', 'cascade', 'zimg', 'hoistWatermark', 'shareAudio', 'sharePictures', 'order'] as const
export type OptimiserPass = (typeof optimiserPasses)[number]
