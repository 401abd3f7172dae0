import type { recordingDiagnostics } from '@vodflow/engine'
import type { TableOf } from '../table.ts'

export const recordings: TableOf<typeof recordingDiagnostics> = {
  'recording-gap': (p) =>
    `流‘${p.stream}’从 ${p.from} 到 ${p.to}（${p.seconds} 秒）没有录制；${p.bridged === 'skip' ? '影片直接接上其后的内容' : '这段时间影片为黑屏且无声'}`,
  'recording-gap-refused': (p) => `流‘${p.stream}’从 ${p.from} 到 ${p.to}（${p.seconds} 秒）没有录制，而空缺被拒绝；--gaps skip 会跳过空缺，--gaps black 会显示为黑屏`,
  'recording-file-missing': (p) =>
    `流‘${p.stream}’有 ${p.files} 个文件不存在：${p.first.map((path) => `‘${path}’`).join('、')}${p.files > p.first.length ? '等' : ''}；仅由其保存的内容视为没有录制`,
  'recording-outside': (p) => `流‘${p.stream}’从 ${p.from} 到 ${p.to} ${p.lost ? '的录制已不存在' : '没有任何录制'}；其录制从 ${p.first} 到 ${p.last}`,
  'unknown-stream': (p) => `录制索引中没有流‘${p.stream}’；其中有${p.known.length === 0 ? '：无' : p.known.map((id) => `‘${id}’`).join('、')}`,
  'bad-recording-time': (p) => `‘${p.found}’（${p.what}）不是时间；应为带时区的 RFC 3339，例如 2026-05-01T10:00:00Z，或自 1970 年起的秒数`,
  'bad-interval': (p) => `从 ${p.from} 到 ${p.to} 的区间${p.longestDays === undefined ? '在开始之前就已结束' : `超过 ${p.longestDays} 天`}`,
  'recording-elsewhere': (p) => `分段‘${p.path}’位于录制索引所在文件夹之外；只读取该文件夹内的文件`,
  'too-many-parts': (p) => `${p.parts} 个片段多于一部影片最多可拼接的 ${p.most} 个`,
}
