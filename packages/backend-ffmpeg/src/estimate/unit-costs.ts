/**
 * What the parts of a command cost in CPU seconds (user and system) on the machine that docs/plan.md names, with the encoders at
 * `veryfast`. Non-negative least squares over the relative errors of measured runs; each is for one unit of what its name says.
 */
export const unitCosts = {
  process: 0.072,
  decodeH264Megapixel: 0.0022, decodeHevcMegapixel: 0.01, decodeAv1Megapixel: 0.0043, decodeVp9Megapixel: 0.0034, decodeMpeg2Megapixel: 0.001,
  decodeStillMegapixel: 0.0005, decodeMegabit: 0.0095,
  keyFrameMegapixel: 0.0097,
  seek: 0.05,
  scaledFromMegapixel: 0.0002, scaledToMegapixel: 0.0011,
  toneMapMegapixel: 0.015, overlayMegapixel: 0.0003, deinterlaceMegapixel: 0.002,
  x264Megapixel: 0.013, x264RepeatedMegapixel: 0.0031, x264Megabit: 0.027,
  x265Megapixel: 0.023, x265RepeatedMegapixel: 0.003, x265Megabit: 0.57,
  pictureFromMegapixel: 0.0037, pictureToMegapixel: 0.006, jpegMegapixel: 0.0057, pngMegapixel: 0.11,
  paletteMegapixel: 0.026, gifMegapixel: 0.048, webpMegapixel: 0.053,
  soundChannelSecond: 0.0013, aacChannelSecond: 0.0074, mp3ChannelSecond: 0.0014,
  copiedMegabyte: 0.0011,
} as const

export type UnitCost = keyof typeof unitCosts
