import type { Rendition } from '../operations/transcode.ts'
import type { Scene } from '../scene.ts'

/** Containers that say which of a sound's first samples are not to be heard. */
const tellsPriming = ['mp4', 'mov', 'm4a', '3gp']

/** Why the sound has to be encoded; undefined where the source's is what is asked for. */
export function soundObstacle({ audio: target, mux }: Rendition, { audio, inspection }: Scene): string | undefined {
  if (target === undefined || audio === undefined) return undefined
  if (target.loudness !== undefined) return `a loudness of ${target.loudness} LUFS is asked for`
  const { container } = inspection.facts
  if (audio.codec !== target.codec || target.codec !== 'aac') return `it is ${audio.codec}, ${target.codec} is asked for`
  if (audio.profile !== (target.profile === undefined ? 'LC' : 'HE-AAC') || target.profile === 'aac_he_v2') return `it is AAC ${audio.profile || 'of an unknown profile'}`
  if (audio.samplingRate !== target.samplingRate) return `it has ${audio.samplingRate} Hz, ${target.samplingRate} are asked for`
  if (audio.channels !== target.channels) return `it has ${audio.channels} channels, ${target.channels} are asked for`
  if (audio.bitrateKbps <= 0) return 'its bit rate is not known'
  if (audio.bitrateKbps > target.bitrateKbps + 0.5) return `it has ${Math.round(audio.bitrateKbps)} kbps, ${target.bitrateKbps} are asked for`
  if (!tellsPriming.includes(container) || !tellsPriming.includes(mux.container)) return `${container} or ${mux.container} does not say where a sound begins`
  return undefined
}
