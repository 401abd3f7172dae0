import { audioEncoderOf, type AudioFacts, type AudioTemplate, type TranscodeTemplate } from '@vodflow/core'
import type { Capabilities } from '../inspection.ts'

/** Equal targets can share one encode. */
export interface AudioTarget {
  readonly encoder: 'libfdk_aac' | 'aac' | 'libmp3lame' | 'mp2'
  /** ffmpeg's decoder word. */
  readonly codec: 'aac' | 'mp3' | 'mp2'
  readonly bitrateKbps: number
  readonly samplingRate: number
  readonly channels: number
  /** Only libfdk_aac has any but LC. */
  readonly profile?: 'aac_he' | 'aac_he_v2'
  /** LUFS; absent: loudness is left alone. */
  readonly loudness?: number
  /** Samples a frame, for what a duration may differ by. */
  readonly frameSamples: number
}

const aacRates = [8000, 11_025, 12_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000, 64_000, 88_200, 96_000]
const mp3Rates = [16_000, 22_050, 24_000, 32_000, 44_100, 48_000]
const mp2Rates = [32_000, 44_100, 48_000]
/** FLV knows MP3 at these rates only. */
const flvMp3Rates = [22_050, 44_100]
const mp2Kbps = [32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384]

export function audioTarget(...given: Parameters<typeof codedTarget>): AudioTarget {
  const [{ loudness }] = given
  return { ...codedTarget(...given), ...(loudness !== undefined && { loudness }) }
}

function codedTarget(
  template: AudioTemplate, container: TranscodeTemplate['container'], source: AudioFacts, capabilities: Capabilities,
): AudioTarget {
  const kbps = asked(template.bitrate, source.bitrateKbps || 128)
  const rate = asked(template.sampleRate, source.samplingRate || 44_100)
  if (template.codec === 'libmp3lame') {
    const rates = container === 'flv' ? flvMp3Rates : mp3Rates
    return { encoder: 'libmp3lame', codec: 'mp3', bitrateKbps: clamp(kbps, 8, 320), samplingRate: nearest(rates, rate), channels: Math.min(2, template.soundSystem), frameSamples: 1152 }
  }
  if (template.codec === 'mp2') {
    return { encoder: 'mp2', codec: 'mp2', bitrateKbps: nearest(mp2Kbps, kbps), samplingRate: nearest(mp2Rates, rate), channels: Math.min(2, template.soundSystem), frameSamples: 1152 }
  }
  const encoder = audioEncoderOf('libfdk_aac', capabilities)
  const high = encoder === 'libfdk_aac' && template.audioProfile !== 'aac_lc' ? template.audioProfile : undefined
  return {
    encoder, codec: 'aac', bitrateKbps: clamp(kbps, 8, 1024), samplingRate: nearest(aacRates, rate),
    channels: template.soundSystem, frameSamples: high === undefined ? 1024 : 2048, ...(high && { profile: high }),
  }
}

/** templates.md §10: 0 is the source's, negative never above it. */
function asked(value: number, source: number): number {
  if (value === 0) return source
  return value < 0 ? Math.min(-value, source) : value
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value))
}

function nearest(allowed: readonly number[], value: number): number {
  return allowed.reduce((best, each) => (Math.abs(each - value) < Math.abs(best - value) ? each : best))
}

export function audioKey(target: AudioTarget): string {
  return [target.encoder, target.profile ?? 'aac_lc', target.bitrateKbps, target.samplingRate, target.channels, target.loudness ?? ''].join('/')
}

/** Gaps and overlaps from 40 ms on, where lips are seen to be off, are filled and cut; below is the jitter of time stamps. A join has none, and what a graph gives takes no other filter. */
export function audioArgs(target: AudioTarget, before: readonly string[] = [], joined = false): readonly string[] {
  return [
    ...(joined ? [] : ['-filter:a', [...before, 'aresample=async=1:min_hard_comp=0.04', ...loudnessFilters(target)].join(',')]), '-c:a', target.encoder, ...(target.profile ? ['-profile:a', target.profile] : []),
    '-b:a', `${target.bitrateKbps}k`, '-ar', String(target.samplingRate), '-ac', String(target.channels),
  ]
}

/** In one pass, which follows the sound and keeps true peaks below -1.5 dB. */
export function loudnessFilters({ loudness }: AudioTarget): readonly string[] {
  return loudness === undefined ? [] : [`loudnorm=I=${loudness}:TP=-1.5:LRA=11`]
}
