import type { Pattern } from './pattern.ts'

/** Of templates and their members. */
export const templateWords = {
  "a template's number": '模板的 ID',
  "a watermark template's number": '水印模板的 ID',
  "a DRM template's number": '加密模板的 ID',
  'at most 10 numbers of watermark templates': '至多 10 个水印模板的 ID',
  "stands for the project's defaults": '代表项目的默认模板',
  "stands for the project's default": '代表项目的默认模板',
  'is the HLS master playlist': '是 HLS 主播放列表',
  'a path relative to the file': '相对于本文件的路径',
  'an http or https address without spaces and quotes': '不含空格和引号的 http 或 https 地址',
  "a percentage such as '10%' or pixels such as '100px'": "百分比（如 '10%'）或像素（如 '100px'）",
  'a number of milliseconds': '毫秒数',
  'a list of milliseconds': '毫秒数的列表',
  'an output without video and without audio is empty; one of isFiltrateVideo and isFiltrateAudio must be 0': '既无视频又无音频的输出是空的；isFiltrateVideo 和 isFiltrateAudio 须有一个为 0',
  "'yuv420p10le' needs the codec 'libx265'": "'yuv420p10le' 需要编码 'libx265'",
  'start and end': '起点和终点',
} as const

export const templatePatterns: readonly Pattern[] = [
  [/^('[^']+') is missing; it is (.+)$/s, (name, allowed) => `缺少 ${name}；它是${allowed}`],
  [/^(.+) has no meaning here$/s, (name) => `${name} 在此处没有意义`],
  [/^(.+) has no meaning in ('[^']+')$/s, (name, path) => `${name} 在 ${path} 中没有意义`],
  [/^(.+) has no meaning here; did you mean (.+)\?$/s, (name, near) => `${name} 在此处没有意义；是否想写 ${near}？`],
  [/^(.+) has no meaning in ('[^']+'); did you mean (.+)\?$/s, (name, path, near) => `${name} 在 ${path} 中没有意义；是否想写 ${near}？`],
  [/^('[^']+') is (.+?); it must be (.+)$/s, (name, found, allowed) => `${name} 为 ${found}；须为${allowed}`],
  [/^(\w+ × \w+) is (\S+); a sheet has at most (\d+) pictures$/, (what, found, most) => `${what} 为 ${found}；一张大图最多 ${most} 张小图`],
  [/^('\w+') holds audio alone; set isFiltrateVideo to 1 or use mp4, hls or flv$/, (container) => `${container} 只能有音频；请把 isFiltrateVideo 设为 1，或用 mp4、hls、flv`],
  [/^('\w*') cannot be in ('\w+'), which takes (.+)$/, (codec, container, allowed) => `${codec} 不能放在 ${container} 中，它可用 ${allowed}`],
  [/^a remux copies its streams, so ('\w+') has no meaning in it$/, (name) => `转封装直接复制流，${name} 在其中没有意义`],
  [/^a remux goes into mp4, hls or flv, not (.+)$/, (found) => `转封装只能到 mp4、hls 或 flv，不能到 ${found}`],
  [/^('\w+') is a profile of H\.264; H\.265 has 'main'$/, (profile) => `${profile} 是 H.264 的 profile；H.265 的是 'main'`],
  [/^('\w+') is a profile of AAC, not of ('.+')$/, (profile, codec) => `${profile} 是 AAC 的 profile，不是 ${codec} 的`],
  [/^(minGop|reviewConfidence) (\S+) is above (maxGop|blockConfidence) (\S+)$/, (low, lowValue, high, highValue) => `${low} ${lowValue} 大于 ${high} ${highValue}`],
  [/^('\w+') is (\d+) percent; it must be at most 100$/, (name, found) => `${name} 为百分之 ${found}；须不大于 100`],
  [/^(.+) for "as the source"$/, (zero) => `${zero} 表示与源相同`],
]
