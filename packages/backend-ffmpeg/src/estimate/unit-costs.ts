/**
 * What the parts of a command cost in CPU seconds (user and system) on the machine that docs/plan.md names, with the encoders at
 * `veryfast`. Non-negative least squares over the relative errors of measured runs; each is for one unit of what its name says.
 */
export const unitCosts = {
  process: 0.072,
  decodeH264Megapixel: 0.0023, decodeHevcMegapixel: 0.01, decodeAv1Megapixel: 0.0043, decodeVp9Megapixel: 0.0036, decodeMpeg2Megapixel: 0.001,
  decodeStillMegapixel: 0.0005, decodeMegabit: 0.0098,
  keyFrameMegapixel: 0.012,
  seek: 0.05,
  scaledFromMegapixel: 0.0002, scaledToMegapixel: 0.0009,
  toneMapMegapixel: 0.015, overlayMegapixel: 0.0003, deinterlaceMegapixel: 0.002,
  x264Megapixel: 0.014, x264RepeatedMegapixel: 0.0029, x264Megabit: 0.0091,
  x265Megapixel: 0.019, x265RepeatedMegapixel: 0.003, x265Megabit: 0.68,
  pictureFromMegapixel: 0.0032, pictureToMegapixel: 0.0058, jpegMegapixel: 0.0055, pngMegapixel: 0.11,
  paletteMegapixel: 0.025, gifMegapixel: 0.043, webpMegapixel: 0.05,
  soundChannelSecond: 0.0013, aacChannelSecond: 0.0074, mp3ChannelSecond: 0.0012,
  copiedMegabyte: 0.001,
} as const

export type UnitCost = keyof typeof unitCosts
