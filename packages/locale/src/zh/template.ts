import type { templateDiagnostics } from '@vodflow/compiler'
import type { templateFileDiagnostics } from '@vodflow/project'
import type { TableOf } from '../table.ts'
import { kindName, templateOf } from './kinds.ts'
import { perhaps, said } from './said.ts'

const about = (p: { readonly kind: string; readonly definition: number; readonly text: string }) => `${templateOf(p.kind)} ${p.definition}：${said(p.text)}`

type Unknown = Parameters<(typeof templateDiagnostics.catalogue)['unknown']['message']>[0]

function sourceText({ defaultOf, isMaster }: Unknown): string {
  const source = defaultOf === undefined ? '' : `（由 vodflow.config.json 中的‘${defaultOf}’指定）`
  return isMaster ? `${source}；它是 HLS 主播放列表，由 hlsMasterPlaylist 要求` : source
}

function knownText({ kind, near, known }: Unknown): string {
  const what = kind === 'watermark' ? '水印' : kind === 'drm' ? '加密' : undefined
  if (known.length === 0) return what === undefined ? '' : `；没有内置的${what}模板，须来自项目的模板`
  return near.length > 0 ? '' : `；已有的是 ${known.join('、')}`
}

export const template: TableOf<typeof templateDiagnostics> = {
  unknown: (p) =>
    `没有 ID 为 ${p.definition} 的${templateOf(p.kind)}${sourceText(p)}${p.elsewhere.length === 0 ? '' : `；${p.definition} 是别的种类的模板：${p.elsewhere.map(kindName).join('、')}`}${knownText(p)}${perhaps(p.near)}`,
  'no-default-transcode': (p) => `转码模板 1 代表项目的默认模板，而项目没有设置${p.taken ? '，因此采用 10、20 和 30' : ''}；请在 vodflow.config.json 中设置‘defaults.transcode’`,
  'no-default-watermark': () => '水印 1 代表项目的默认水印，而项目没有设置；请在 vodflow.config.json 中把‘defaults.watermark’设为 templates/ 中的一个水印模板',
  'redefines-preset': (p) => `${templateOf(p.kind)} ${p.definition} 是内置模板；请换一个 ID，或写 "replaces": true 来取代它`,
  duplicate: (p) => `${templateOf(p.kind)} ${p.definition} 定义了两次`,
  reserved: (p) => `${templateOf(p.kind)}的 ID ${p.definition} 是保留的：它${said(p.meaning)}`,
  'unknown-base': (p) => `${templateOf(p.kind)} ${p.definition} 继承 ${p.base}，而没有 ID 为 ${p.base} 的${templateOf(p.kind)}${perhaps(p.near)}`,
  cycle: (p) => `${templateOf(p.kind)}循环继承：${p.chain.join(' → ')}`,
  'extends-too-deep': (p) => `${templateOf(p.kind)} ${p.definition} 继承了超过 ${p.limit} 层；请缩短‘extends’链`,
  'odd-size': (p) => `${templateOf(p.kind)} ${p.definition}：‘video.${p.side}’为 ${p.found}，而 4:2:0 视频的边长须为偶数；实际按 ${p.made} 输出`,
  'long-text': (p) => `${templateOf(p.kind)} ${p.definition}：‘${p.member}’有 ${p.bytes} 字节（UTF-8）；最多 ${p.limit} 字节`,
  'many-templates': (p) => `项目有 ${p.found} 个自己的转码模板；在此处都可用，而服务的一个账号最多 ${p.limit} 个`,
  'out-of-range': about,
  'missing-property': about,
  'unknown-property': about,
  'impossible-combination': about,
}

export const templateFile: TableOf<typeof templateFileDiagnostics> = {
  'unreadable-file': (p) => `无法读取‘${p.path}’：${said(p.problem)}`,
  'too-many-files': (p) => `‘${p.folder}’中的模板文件超过 ${p.limit} 个；最多 ${p.limit} 个`,
  'no-image': (p) => `无法读取图片‘${p.image}’：${said(p.problem)}`,
  'image-outside-project': (p) => `图片‘${p.image}’在项目文件夹之外；图片须在其内，链接以所指的文件为准`,
  'image-is-address': (p) => `图片‘${p.image}’是网址；须为相对于本文件的路径，请先下载到项目中`,
  'image-too-large': (p) => `图片‘${p.image}’有 ${said(p.found)}；最多 ${said(p.limit)}`,
  'image-format': (p) => `图片‘${p.image}’${said(p.problem)}；可用 PNG 和 JPG`,
  'image-twice': () => '‘image’和‘url’是同一个文件的两种名称；只写其中一个',
}
