import type { Template, TemplateBodies, TemplateKind } from '@vodflow/core'
import { builtInTemplates } from '../../src/index.ts'
import { allowedText, type Field, type Fields } from '../../src/templates/fields.ts'
import { fieldsOfKind } from '../../src/templates/fields-of-kind.ts'

type Cell = string | number
type Row = readonly Cell[]

function table(head: Row, rows: readonly Row[]): string {
  const line = (cells: Row) => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

function ofKind<K extends TemplateKind>(kind: K): readonly Template<K>[] {
  return builtInTemplates.filter((template): template is Template<K> => template.kind === kind).toSorted((a, b) => a.definition - b.definition)
}

type Transcodes = readonly { readonly definition: number; readonly body: TemplateBodies['transcode'] }[]

const side = (pixels: number) => (pixels === 0 ? 'in shape' : pixels)
const codecs = { libx264: 'H.264', libx265: 'H.265', libfdk_aac: 'AAC', libmp3lame: 'MP3', mp2: 'MP2' } as const
const pictureSize = ({ width, height }: { readonly width: number; readonly height: number }) => (width === 0 && height === 0 ? 'as the source' : `${width} × ${height}`)

/** The built-in templates of docs/templates.md, a table for each group. */
export function presetTables(): string {
  const transcodes: Transcodes = ofKind('transcode')
  const sections: readonly (readonly [string, string])[] = [
    ['Transcode to video', videoTable(transcodes)],
    ['Transcode to audio', audioTable(transcodes)],
    ['Remux', table(['definition', 'container'], transcodes.filter(({ body }) => body.remux).map(({ definition, body }) => [definition, body.container]))],
    ['Animated graphics', table(['definition', 'format', 'size', 'fps'], ofKind('animatedGraphics').map(({ definition, body }) => [definition, body.format, pictureSize(body), body.fps]))],
    ['Time-point snapshot and cover (`snapshot`)', table(['definition', 'format', 'size', 'fill'], ofKind('snapshot').map(({ definition, body }) => [definition, body.format, pictureSize(body), body.fillType]))],
    ['Sample snapshot', table(['definition', 'format', 'size', 'every', 'fill'], ofKind('sampleSnapshot').map(({ definition, body }) => [definition, body.format, pictureSize(body), `${body.interval} ${body.sampleType === 'Percent' ? '%' : 's'}`, body.fillType]))],
    ['Image sprite', table(['definition', 'small picture', 'rows × columns', 'every', 'fill'], ofKind('imageSprite').map(({ definition, body }) => [definition, pictureSize(body), `${body.rows} × ${body.columns}`, `${body.interval} s`, body.fillType]))],
    ['Review', table(['definition', 'for review from', 'blocked from', 'a block stops the rest'], ofKind('review').map(({ definition, body }) => [definition, body.reviewConfidence, body.blockConfidence, body.stops ? 'yes' : 'no']))],
  ]
  return sections.map(([title, rows]) => `### ${title}\n\n${rows}`).join('\n\n')
}

function videoTable(transcodes: Transcodes): string {
  const rows = transcodes.flatMap(({ definition, body: { container, video, audio } }): readonly Row[] =>
    video ? [[definition, container, codecs[video.codec], side(video.width), side(video.height), video.bitrate, video.fps, audio ? codecs[audio.codec] : 'none']] : [],
  )
  const common = 'All of them: profile high in H.264 and main in H.265, 240 frames between key frames at most, yuv420p, one pass, audio of 48 kbps at 44100 Hz in stereo, `resolutionSelfAdapting` open.'
  return `${table(['definition', 'container', 'codec', 'long side', 'short side', 'video kbps', 'fps', 'audio'], rows)}\n\n${common}`
}

function audioTable(transcodes: Transcodes): string {
  const rows = transcodes.flatMap(({ definition, body: { container, video, audio } }): readonly Row[] =>
    audio && !video ? [[definition, container, codecs[audio.codec], audio.bitrate, audio.sampleRate, audio.soundSystem]] : [],
  )
  return table(['definition', 'container', 'codec', 'kbps', 'Hz', 'channels'], rows)
}

/** Every member of a template's file, kind by kind. */
export function fieldTables(): string {
  return Object.entries(fieldsOfKind).map(([kind, fields]) => `### ${kind}\n\n${table(['member', 'allowed', 'default', 'meaning'], fieldRows(fields, ''))}`).join('\n\n')
}

function fieldRows(fields: Fields, prefix: string): readonly Row[] {
  return Object.entries(fields).flatMap(([name, field]): readonly Row[] =>
    field.type === 'group' ? fieldRows(field.members, `${prefix}${name}.`) : [[`\`${prefix}${name}\``, allowedText(field), fallback(field), field.description]],
  )
}

function fallback(field: Field): string {
  return field.fallback === undefined ? (field.required ? 'required' : '') : String(field.fallback)
}
