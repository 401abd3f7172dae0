import { isHdr, rationalValue, type SourceFacts } from '@vodflow/core'

interface SourceVariable {
  readonly type: 'int' | 'double' | 'bool' | 'string'
  readonly description: string
  readonly of: (facts: SourceFacts) => number | boolean | string
}

/** What `source.*` offers to a condition. docs/language-json.md shows this table, and a test holds it to that. */
export const sourceVariables: { readonly [name: string]: SourceVariable } = {
  width: { type: 'int', description: 'pixels as shown, after rotation; 0 without video', of: (facts) => facts.videoStreams[0]?.width ?? 0 },
  height: { type: 'int', description: 'pixels as shown, after rotation; 0 without video', of: (facts) => facts.videoStreams[0]?.height ?? 0 },
  duration: { type: 'double', description: 'seconds', of: (facts) => facts.durationSeconds },
  bitrate: { type: 'int', description: 'kbps, of the whole file', of: (facts) => facts.bitrateKbps },
  size: { type: 'int', description: 'bytes', of: (facts) => facts.sizeBytes },
  container: { type: 'string', description: '`mp4`, `mov`, `mkv`, `webm`, `flv`, `ts`, …', of: (facts) => facts.container },
  fps: { type: 'double', description: 'average frames a second; 0 without video', of: (facts) => frameRate(facts) },
  rotation: { type: 'int', description: 'clockwise degrees a player turns the picture: 0, 90, 180, 270', of: (facts) => facts.videoStreams[0]?.rotation ?? 0 },
  hasVideo: { type: 'bool', description: 'whether there is a real video stream; cover art is none', of: (facts) => facts.videoStreams.length > 0 },
  hasAudio: { type: 'bool', description: 'whether there is an audio stream that can be decoded', of: (facts) => facts.audioStreams.length > 0 },
  videoCodec: { type: 'string', description: '`h264`, `hevc`, `vp9`, …; empty without video', of: (facts) => facts.videoStreams[0]?.codec ?? '' },
  audioCodec: { type: 'string', description: '`aac`, `mp3`, `opus`, …; empty without audio', of: (facts) => facts.audioStreams[0]?.codec ?? '' },
  hdr: { type: 'bool', description: 'whether the video is HDR (PQ or HLG)', of: (facts) => facts.videoStreams.slice(0, 1).some(isHdr) },
}

/** CEL's integers are BigInts; what is not finite becomes 0. */
export function sourceValues(facts: SourceFacts): { readonly [name: string]: bigint | number | boolean | string } {
  return Object.fromEntries(Object.entries(sourceVariables).map(([name, variable]) => [name, celValue(variable.type, variable.of(facts))]))
}

function celValue(type: SourceVariable['type'], value: number | boolean | string): bigint | number | boolean | string {
  if (typeof value !== 'number') return value
  const finite = Number.isFinite(value) ? value : 0
  return type === 'int' ? BigInt(Math.round(finite)) : finite
}

function frameRate(facts: SourceFacts): number {
  const [video] = facts.videoStreams
  return video ? rationalValue(video.frameRate) : 0
}
