import type { TemplateKind } from '@vodflow/core'
import { isWireBody } from './merge.ts'
import type { WireBody } from './project-template.ts'
import type { BodyProblem } from './read-body.ts'

/** Values that are each allowed and cannot stand together. Works on what was read, right or wrong, so it trusts nothing. */
export function impossibleCombinations(kind: TemplateKind, body: WireBody): readonly BodyProblem[] {
  switch (kind) {
    case 'transcode':
      return [...streams(body), ...videoRules(body), ...audioRules(body)]
    case 'imageSprite':
      return sheet(body)
    case 'sampleSnapshot':
      return percentInterval(body)
    case 'watermark':
      return placement(body)
    case 'review':
      return thresholds(body)
    default:
      return []
  }
}

/** What ffmpeg's muxers hold and players of that container play. */
const audioOfContainer: { readonly [container: string]: readonly string[] } = {
  mp4: ['libfdk_aac', 'libmp3lame', 'mp2'],
  hls: ['libfdk_aac', 'libmp3lame', 'mp2'],
  flv: ['libfdk_aac', 'libmp3lame'],
  m4a: ['libfdk_aac'],
  mp3: ['libmp3lame'],
}

/** What is no codec at all is out of range, and nothing more. */
const audioCodecs = ['libfdk_aac', 'libmp3lame', 'mp2'] as const
const isAudioCodec = (codec: unknown): codec is (typeof audioCodecs)[number] => audioCodecs.some((known) => known === codec)

function streams(body: WireBody): BodyProblem[] {
  const problems: BodyProblem[] = []
  const container = textOf(body['container'])
  if (body['remux'] === true) return remuxRules(body)
  const hasVideo = body['isFiltrateVideo'] !== 1
  const hasAudio = body['isFiltrateAudio'] !== 1
  if (!hasVideo && !hasAudio) {
    problems.push(impossible([['isFiltrateVideo'], ['isFiltrateAudio']], 'an output without video and without audio is empty; one of isFiltrateVideo and isFiltrateAudio must be 0'))
  }
  if (hasVideo && (container === 'm4a' || container === 'mp3')) {
    problems.push(impossible([['container'], ['isFiltrateVideo']], `'${container}' holds audio alone; set isFiltrateVideo to 1 or use mp4, hls or flv`))
  }
  const codec = member(body, 'audio', 'codec')
  const allowed = Object.hasOwn(audioOfContainer, container) ? audioOfContainer[container] : undefined
  if (hasAudio && allowed !== undefined && isAudioCodec(codec) && !allowed.includes(codec)) {
    problems.push(impossible([['audio', 'codec'], ['container']], `'${codec}' cannot be in '${container}', which takes ${allowed.join(', ')}`))
  }
  return problems
}

function remuxRules(body: WireBody): BodyProblem[] {
  const problems = ['video', 'audio']
    .filter((name) => isWireBody(body[name]))
    .map((name) => impossible([[name]], `a remux copies its streams, so '${name}' has no meaning in it`))
  const container = body['container']
  if (container === 'mp4' || container === 'hls' || container === 'flv') return problems
  return [...problems, impossible([['container']], `a remux goes into mp4, hls or flv, not '${textOf(container)}'`)]
}

function videoRules(body: WireBody): BodyProblem[] {
  if (body['isFiltrateVideo'] === 1) return []
  const problems: BodyProblem[] = []
  const codec = member(body, 'video', 'codec')
  const profile = member(body, 'video', 'videoProfile')
  if (codec === 'libx265' && (profile === 'baseline' || profile === 'high')) {
    problems.push(impossible([['video', 'videoProfile']], `'${profile}' is a profile of H.264; H.265 has 'main'`))
  }
  if (codec === 'libx264' && member(body, 'video', 'colorSpace') === 'yuv420p10le') {
    problems.push(impossible([['video', 'colorSpace'], ['video', 'codec']], "'yuv420p10le' needs the codec 'libx265'"))
  }
  const minGop = member(body, 'video', 'minGop')
  const maxGop = member(body, 'video', 'maxGop')
  if (typeof minGop === 'number' && typeof maxGop === 'number' && minGop > maxGop) {
    problems.push(impossible([['video', 'minGop'], ['video', 'maxGop']], `minGop ${minGop} is above maxGop ${maxGop}`))
  }
  return problems
}

function audioRules(body: WireBody): BodyProblem[] {
  const codec = member(body, 'audio', 'codec')
  const container = textOf(body['container'])
  if (body['isFiltrateAudio'] === 1 || !isAudioCodec(codec)) return []
  const problems: BodyProblem[] = []
  const [profile, channels, rate] = ['audioProfile', 'soundSystem', 'sampleRate'].map((name) => member(body, 'audio', name))
  if (codec !== 'libfdk_aac' && typeof profile === 'string' && profile !== 'aac_lc') {
    problems.push(impossible([['audio', 'audioProfile'], ['audio', 'codec']], `'${profile}' is a profile of AAC, not of '${codec}'`))
  }
  // Parametric stereo describes two channels; Layers II and III have no more than two.
  if (codec === 'libfdk_aac' && profile === 'aac_he_v2' && (channels === 1 || channels === 6)) {
    problems.push(impossible([['audio', 'soundSystem'], ['audio', 'audioProfile']], `'aac_he_v2' is for 2 channels, not for ${channels}`))
  }
  if (codec !== 'libfdk_aac' && channels === 6) {
    problems.push(impossible([['audio', 'soundSystem'], ['audio', 'codec']], `'${codec}' has at most 2 channels, not 6`))
  }
  if (codec === 'libmp3lame' && container === 'flv' && typeof rate === 'number' && [32_000, 48_000].includes(Math.abs(rate))) {
    problems.push(impossible([['audio', 'sampleRate'], ['container'], ['audio', 'codec']], `'flv' holds 'libmp3lame' at 44100 samples a second, not at ${Math.abs(rate)}`))
  }
  return problems
}

/** templates.md §5.4. */
function sheet(body: WireBody): BodyProblem[] {
  const side = (tile: string, count: string): BodyProblem[] => {
    const pixels = numberOf(body[tile]) * numberOf(body[count])
    if (!Number.isFinite(pixels) || (pixels >= 128 && pixels <= 4096)) return []
    return [outOfRange([[tile], [count]], `${tile} × ${count} is ${pixels} pixels; a sheet has 128 to 4096`)]
  }
  const tiles = numberOf(body['rows']) * numberOf(body['columns'])
  const tooMany = tiles > 100 ? [outOfRange([['rows'], ['columns']], `rows × columns is ${tiles}; a sheet has at most 100 pictures`)] : []
  return [...side('width', 'columns'), ...side('height', 'rows'), ...tooMany]
}

function percentInterval(body: WireBody): BodyProblem[] {
  const interval = body['interval']
  if (body['sampleType'] !== 'Percent' || typeof interval !== 'number' || interval <= 100) return []
  return [outOfRange([['interval'], ['sampleType']], `'interval' is ${interval} percent; it must be at most 100`)]
}

function placement(body: WireBody): BodyProblem[] {
  const problems: BodyProblem[] = []
  for (const [offset, extent] of [['left', 'width'], ['top', 'height']] as const) {
    const sum = percent(body[offset]) + percent(body[extent])
    if (sum > 100) problems.push(outOfRange([[offset], [extent]], `${offset} and ${extent} together are ${sum}%; the mark must stay inside the video, at most 100%`))
  }
  for (const name of ['left', 'top', 'width', 'height']) {
    const pixels = /^(\d+)px$/.exec(textOf(body[name]))
    if (pixels && Number(pixels[1]) > 4096) problems.push(outOfRange([[name]], `'${name}' is ${textOf(body[name])}; it must be at most 4096px`))
  }
  if (/^0+(?:\.0+)?(?:px|%)$/.test(textOf(body['width']))) {
    problems.push(outOfRange([['width']], `'width' is '${textOf(body['width'])}'; it must be above zero`))
  }
  return problems
}

function percent(value: unknown): number {
  return typeof value === 'string' && value.endsWith('%') ? Number(value.slice(0, -1)) : 0
}

function thresholds(body: WireBody): BodyProblem[] {
  const { reviewConfidence, blockConfidence } = body
  if (typeof reviewConfidence !== 'number' || typeof blockConfidence !== 'number' || reviewConfidence <= blockConfidence) return []
  return [outOfRange([['reviewConfidence'], ['blockConfidence']], `reviewConfidence ${reviewConfidence} is above blockConfidence ${blockConfidence}`)]
}

/** Never by conversion: an object's own `toString` is a user's text like any other. */
function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function numberOf(value: unknown): number {
  return typeof value === 'number' ? value : Number.NaN
}

function member(body: WireBody, group: string, name: string): unknown {
  const inner = body[group]
  return isWireBody(inner) ? inner[name] : undefined
}

function impossible(paths: BodyProblem['paths'], text: string): BodyProblem {
  return { code: 'impossible-combination', paths, text }
}

function outOfRange(paths: BodyProblem['paths'], text: string): BodyProblem {
  return { code: 'out-of-range', paths, text }
}
