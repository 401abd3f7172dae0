import type { ffmpegDiagnostics, sourceDiagnostics, toolDiagnostics } from '@vodflow/backend-ffmpeg'
import type { buildDiagnostics } from '@vodflow/core'
import type { TableOf } from '../table.ts'
import { quotedNames, said } from './said.ts'

const mend = '请安装 ffmpeg，或把 VODFLOW_FFMPEG 设为可用的程序；‘vodflow doctor’有更多说明（npm ci --omit=optional 会略去随包的 ffmpeg）'

export const tools: TableOf<typeof toolDiagnostics> = {
  'not-found': (p) => `没有找到可用的 ffmpeg（找过 ${p.tried.map((one) => said(one)).join('、')}）；${mend}`,
  'not-working': (p) => `变量 ${p.variable} 指向‘${p.path}’，它不是可用的程序（${said(p.why)}）；请改正或取消该变量`,
  'probe-not-found': (p) => `没有找到可用的 ffprobe（找过 ${p.tried.map((one) => said(one)).join('、')}）；请随 ffmpeg 一起安装，或设置 VODFLOW_FFPROBE`,
  'not-answering': (p) => `无法得知‘${p.path}’支持哪些功能（${said(p.why)}）`,
  'no-sandbox': (p) => `要求沙箱（--sandbox require），但没有可用的：${said(p.why)}`,
  'assumed-capabilities': (p) => `没有找到可用的 ffmpeg，计划按 ffmpeg ${p.version} 的能力制定；‘vodflow doctor’说明如何安装`,
  cancelled: () => '查看源文件时被取消',
}

interface Missing { readonly what: string; readonly build: string; readonly has: readonly string[]; readonly task: string }
const missing = (part: string) => (p: Missing): string =>
  `‘${p.task}’需要${part}‘${p.what}’，而现有的 ffmpeg（${p.build}）没有；${p.has.length > 0 ? `它有 ${quotedNames(p.has)}` : '它也没有可替代的'}`

export const build: TableOf<typeof buildDiagnostics> = {
  'missing-encoder': missing('编码器'),
  'missing-filter': missing('滤镜'),
  'missing-muxer': missing('封装器'),
  'hevc-in-flv': (p) => `‘${p.task}’要求 FLV 中的 H.265，现有的 ffmpeg（${p.build}）不能写；请用 H.264，或封装‘mp4’或‘hls’`,
}

export const ffmpeg: TableOf<typeof ffmpegDiagnostics> = {
  'missing-decoder': missing('解码器'),
  'missing-image': (p) => `找不到‘${p.task}’的水印 ${p.definition} 的图片`,
}

export const source: TableOf<typeof sourceDiagnostics> = {
  'source-missing': (p) => `源文件‘${p.path}’不存在`,
  'source-unreadable': (p) => `无法读取源文件‘${p.path}’：${said(p.why)}`,
  'source-not-media': (p) => `源文件‘${p.path}’不是视频或音频文件：${said(p.why)}`,
  'source-damaged': (p) => `源文件‘${p.path}’已损坏：${said(p.why)}`,
  'source-points-elsewhere': (p) => `播放列表‘${p.path}’指向‘${p.entry}’；只打开播放列表所在文件夹中的文件`,
}
