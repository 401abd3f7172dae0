import type { TemplateBodies, TemplateKind } from './template.ts'

type Words = { readonly [K in TemplateKind]: (body: TemplateBodies[K]) => string }

/** 0 stands for "as the source", or for "by the other side". */
function frame(width: number, height: number): string {
  return width === 0 && height === 0 ? 'as the source' : `${width || 'auto'}x${height || 'auto'}`
}

const words: Words = {
  transcode: ({ container, remux, video, audio }) =>
    remux ? `${container}, remuxed` : [
      container,
      ...(video ? [video.codec, frame(video.width, video.height), `${video.bitrate || 'source'} kbps`, `${video.fps || 'source'} fps`] : []),
      ...(audio ? [`${audio.codec} ${audio.bitrate || 'source'} kbps`] : []),
      ...(audio?.loudness === undefined ? [] : [`${audio.loudness} LUFS`]),
    ].join(' '),
  animatedGraphics: ({ format, width, height, fps }) => `${format} ${frame(width, height)} ${fps} fps`,
  snapshot: ({ format, width, height }) => `${format} ${frame(width, height)}`,
  sampleSnapshot: ({ format, width, height, sampleType, interval }) => `${format} ${frame(width, height)} every ${interval}${sampleType === 'Percent' ? '%' : ' s'}`,
  imageSprite: ({ format, width, height, rows, columns, interval }) => `${format} ${frame(width, height)} ${columns} x ${rows} every ${interval} s`,
  watermark: ({ image, left, top }) => `${image.format} at ${left}, ${top}`,
  drm: ({ keySource }) => keySource,
  review: ({ reviewConfidence, blockConfidence }) => `review from ${reviewConfidence}, block from ${blockConfidence}`,
}

/** The few words that tell a template from the others of its kind: `mp4 libx264 640xauto 512 kbps 24 fps libfdk_aac 48 kbps`. */
export function templateWords<K extends TemplateKind>(kind: K, body: TemplateBodies[K]): string {
  const describe: (body: TemplateBodies[K]) => string = words[kind]
  return describe(body)
}
