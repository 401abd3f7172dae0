/** What a player in a page saw. Runs in the page: it may use nothing of this file's but its argument. */
export interface Watched {
  readonly ended: boolean
  readonly currentTime: number
  readonly duration: number
  readonly fatal: string
  readonly levels: readonly { readonly width: number; readonly height: number; readonly bitrate: number; readonly codecs: string }[]
  /** In the order in which they were shown. */
  readonly switched: readonly number[]
  /** The number of the frame that was shown at these times; -1 where it could not be read. */
  readonly seen: readonly { readonly seconds: number; readonly frame: number }[]
}

/** The page: a picture and hls.js, which is served beside it. */
export const playerPage = '<!doctype html><meta charset="utf-8"><video muted playsinline width="256" height="144"></video><script src="hls.js"></script>'

/**
 * Plays to the end at sixteen times the speed, the cheapest level first and then the best, and afterwards looks at single frames.
 * A text, since it is for another program: `watch(url, times)`.
 */
export const watchScript = `async (url, times) => {
  const video = document.querySelector('video')
  const seen = [], switched = []
  let fatal = ''
  const once = { default: { maxTimeToFirstByteMs: 5000, maxLoadTimeMs: 5000, timeoutRetry: null, errorRetry: null } }
  const hls = new Hls({ enableWorker: false, startLevel: 0, maxBufferLength: 8, maxMaxBufferLength: 8, abrEwmaDefaultEstimate: 1, keyLoadPolicy: once, fragLoadPolicy: once })
  hls.on(Hls.Events.ERROR, (_, data) => { if (data.fatal) fatal = data.details + (data.response ? ' ' + data.response.code : '') })
  hls.on(Hls.Events.LEVEL_SWITCHED, (_, { level }) => switched.push(level))
  const wait = (done, ms) => new Promise((settle) => {
    const began = performance.now()
    const look = () => (done() || fatal !== '' || performance.now() - began > ms ? settle() : setTimeout(look, 20))
    look()
  })
  let levels = []
  hls.on(Hls.Events.MANIFEST_PARSED, (_, data) => {
    levels = data.levels.map(({ width, height, bitrate, attrs }) => ({ width, height, bitrate, codecs: attrs.CODECS }))
    hls.currentLevel = 0
  })
  hls.loadSource(url)
  hls.attachMedia(video)
  video.playbackRate = 16
  await wait(() => video.readyState >= 2, 5000)
  if (fatal === '') video.play().catch(() => {})
  await wait(() => video.currentTime > 2, 5000)
  if (levels.length > 1) hls.nextLevel = levels.length - 1
  await wait(() => video.ended, 15000)
  const { ended, currentTime, duration } = video
  const canvas = new OffscreenCanvas(128, 64)
  const paint = canvas.getContext('2d', { willReadFrequently: true })
  const frame = () => {
    paint.drawImage(video, 0, 0, 128, 64)
    const { data } = paint.getImageData(0, 0, 128, 64)
    const lit = (bit, row) => data[((row * 8 + 4) * 128 + bit * 8 + 4) * 4] > 128
    const bits = Array.from({ length: 16 }, (_, bit) => bit)
    return bits.some((bit) => lit(bit, 0) === lit(bit, 1)) ? -1 : bits.reduce((sum, bit) => sum + (lit(bit, 0) ? 2 ** bit : 0), 0)
  }
  for (const seconds of fatal === '' ? times : []) {
    video.currentTime = seconds
    await wait(() => !video.seeking && video.readyState >= 2, 4000)
    await new Promise((settle) => setTimeout(settle, 60))
    seen.push({ seconds, frame: frame() })
  }
  hls.destroy()
  return { ended, currentTime, duration, fatal, levels, switched, seen }
}`
