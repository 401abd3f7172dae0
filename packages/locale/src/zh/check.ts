import type { checkDiagnostics } from '@vodflow/compiler'
import type { TableOf } from '../table.ts'
import { templateOf } from './kinds.ts'
import { must } from './must.ts'
import { said } from './said.ts'

export const check: TableOf<typeof checkDiagnostics> = {
  'needs-facts': (p) => `disableHigherBitrate 要比较模板 ${p.definition} 的 ${p.bitrateKbps} kbps 与源文件，而源文件未知；请用 --assume bitrate=… 给出码率`,
  'all-templates-dropped': (p) => `disableHigherBitrate 去掉了这个转码的所有模板（${p.definitions.join('、')}）：源文件为 ${p.sourceKbps} kbps`,
  'bad-override': (p) => `override 不适合转码模板 ${p.definition}：${said(p.text)}`,
  'duplicate-action': (p) => `‘${p.task}’写了两次，结果相同；只执行一次`,
  'duplicate-definition': (p) => `模板 ${p.definition} 在同一个列表中出现两次；只生成一个输出`,
  'too-many-actions': (p) => `有 ${p.found} 个${said(p.what)}，最多 ${p.limit} 个`,
  'several-reviews': (p) => `一个任务流只能有一个审核；此处用了模板 ${p.first} 和 ${p.other}`,
  'watermark-without-transcode': (p) => `水印 ${p.watermark} 在转码时添加，而此处没有转码`,
  'watermark-outside': (p) =>
    `水印 ${p.watermark} 延伸到第 ${p.reaches} 像素，超出转码模板 ${p.definition} 输出的${p.edge === 'right' ? '右' : '下'}边（${p.frame}）；${p.isWhole ? '完全看不见' : '超出部分被裁掉'}`,
  'source-lacks-stream': (p) => `‘${p.task}.${p.definition}’需要${p.stream === 'video' ? '视频' : '音频'}，而源文件没有`,
  'too-many-pictures': (p) => `${templateOf(p.kind)} ${p.definition} 在 ${p.durationSeconds} 秒中每 ${p.interval} 秒一张，共 ${p.count} 张图；超过 ${p.limit} 张多半不是本意`,
  'impossible-frame': (p) => `转码模板 ${p.definition} 对此源文件给出 ${p.width}×${p.height} 的画面；${p.isTooSmall ? `H.265 的边长至少 ${p.limit} 像素` : `边长最多 ${p.limit} 像素`}`,
  'odd-size': (p) => `‘video.${p.side}’为 ${p.found}，而 4:2:0 视频的边长须为偶数；实际按 ${p.made} 输出`,
  'verify-needs-video': (p) => `verify 要把编码后的画面与源比较，而转码模板 ${p.definition} ${said(p.output)}`,
  'watermark-needs-video': (p) => `水印不能加到转码模板 ${p.definition} 上，它${said(p.output)}`,
  'encryption-needs-hls': (p) => `只有 HLS 可以加密，而转码模板 ${p.definition} 的输出是‘${p.container}’`,
  'idr-mismatch': (p) => `idrAlignment 要求所有输出的帧率、GOP 长度、编码和封装一致；模板 ${p.first} 和 ${p.other} 的 ${said(p.what)} 不同`,
  'master-needs-renditions': (p) => `主播放列表需要转码中至少有两个 HLS 输出，此处${p.found === 1 ? '只有一个' : '没有'}；不会生成主播放列表`,
  'bad-time-offset': (p) => `时间点 ${p.found} 无效；须为 0 到 604800000 的整数毫秒`,
  'no-time-offset': () => '时间点截图至少需要一个时间点，以毫秒计',
  'bad-cover-position': (p) =>
    `封面位置 ${p.found} 不能与‘${p.type}’同用；${must(said(p.allowed))}${p.type === 'Percent' ? '；若指秒，请写‘Time’' : ''}`,
  'bad-animated-range': (p) => `动图的片段不成立：${said(p.text)}`,
  'bad-sample-interval': (p) => `采样间隔 ${p.found} 不能与‘${p.type}’同用；${must(said(p.allowed))}`,
  'beyond-end': (p) => `${said(p.what)} ${p.atSeconds} 秒超出了源文件的结尾，源文件长 ${p.durationSeconds} 秒`,
  upscaling: (p) => `转码模板 ${p.definition} 的输出超过源文件：${said(p.text)}；用负值则不会超过源文件`,
  'bad-priority': (p) => `优先级 ${p.found} 无效；须为 -10 到 10 的整数`,
}
