import type { Pattern } from './pattern.ts'

/** Of sources and of what ffmpeg can do with them. */
export const mediaWords = {
  'the disk reports an error': '磁盘报告错误',
  'none of its packets has a time': '没有一个数据包带时间',
  'its streams hold no packets': '流中没有数据包',
  'it holds no video and no sound': '既没有视频也没有声音',
  'nothing was found in it': '其中什么也没有',
  'none of the containers that are read': '不是可读取的任何一种封装',
  'frame rate': '帧率',
  'group length': 'GOP 长度',
  'codec': '编码',
  'container': '封装',
  'copies its streams': '直接复制流',
  'has no video': '没有视频',
  'the template keeps neither video nor audio': '模板既不保留视频也不保留音频',
} as const

export const mediaPatterns: readonly Pattern[] = [
  [/^the (cover position|snapshot at|time offset|start|end)( at)?$/, (what) => timeNames[what] ?? what],
  [/^the end at (\S+) s is not behind the start at (\S+) s$/, (end, start) => `终点 ${end} 秒不在起点 ${start} 秒之后`],
  [/^its index \(moov\) is missing, (.+)$/, () => '缺少索引（moov），像是传输中断所致'],
  [/^it announces ([\d.]+) s but ends after ([\d.]+) s$/, (said, found) => `标称 ${said} 秒，实际在 ${found} 秒结束`],
  [/^the ffmpeg at hand decodes none of its streams \((.+)\)$/, (codecs) => `现有的 ffmpeg 不能解码其中任何流（${codecs}）`],
  [/^review (\d+) needs somebody to look at pictures: (.+)$/, (definition, why) => `审核模板 ${definition} 需要有程序审看画面：${why}`],
  [/^name a program as 'review\.command' in vodflow\.config\.json, or (?:give 'npm install (\S+)' in the project's folder|install the package (\S+))$/, (one, other) => `请在 vodflow.config.json 的‘review.command’中指定程序，或在项目文件夹中执行‘npm install ${one || other}’`],
  [/^'review\.command' in vodflow\.config\.json names '(.*)', which is no program (there|in PATH)$/, (program, where) => `vodflow.config.json 的‘review.command’指定了‘${program}’，而${where === 'there' ? '那里' : ' PATH 中'}没有此程序`],
  [/^the variable (\S+) names '(.*)', where (\S+) is not installed$/, (variable, folder, name) => `变量 ${variable} 指向‘${folder}’，而那里没有安装 ${name}`],
  [/^a (width|height|long side|short side) of (\d+) pixels from (\d+)$/, (side, to, from) => `${sides[side] ?? side}由 ${from} 到 ${to} 像素`],
  [/^(\d+) kbps from (\d+) kbps$/, (to, from) => `码率由 ${from} 到 ${to} kbps`],
]

const timeNames: Readonly<Record<string, string>> = {
  'cover position': '封面位置', 'snapshot at': '截图时间点', 'time offset': '时间点', start: '起点', end: '终点',
}

const sides: Readonly<Record<string, string>> = { width: '宽', height: '高', 'long side': '长边', 'short side': '短边' }
