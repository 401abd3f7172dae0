#!/usr/bin/env node
// Speaks the protocol of grammars/review.schema.json: the request on standard input, the answer on standard output.
import { open, readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

// Libraries tell people things on standard output, where only the answer may stand.
console.log = console.error
console.info = console.error

const mostRequestBytes = 16 * 1024 * 1024
const mostPictureBytes = 64 * 1024 * 1024
/** The model looks at squares of so many pixels. */
const side = 224
/** The classes that are exclusive of each other and each a finding, so their sum is the chance of either. */
const findings = ['Porn', 'Hentai']
const named = [...findings, 'Sexy']

async function main() {
  const request = JSON.parse(await standardInput())
  if (request.format !== 'vodflow/review-request@1') throw new Error(`this reads 'vodflow/review-request@1', not '${String(request.format)}'`)
  const look = await loadModel()
  const frames = []
  for (const { path } of request.frames) frames.push(score(await look(await pixelsOf(path))))
  process.stdout.write(`${JSON.stringify({ format: 'vodflow/review-answer@1', model: 'nsfwjs 4.3.0 MobileNetV2Mid', frames })}\n`)
}

async function standardInput() {
  const chunks = []
  let bytes = 0
  for await (const chunk of process.stdin) {
    bytes += chunk.length
    if (bytes > mostRequestBytes) throw new Error('the request is larger than 16 MiB')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

/** From the package alone: nothing is fetched. */
async function loadModel() {
  const require = createRequire(import.meta.url)
  const tf = await import('@tensorflow/tfjs')
  const { setWasmPaths, setThreadsCount } = await import('@tensorflow/tfjs-backend-wasm')
  setWasmPaths(join(dirname(require.resolve('@tensorflow/tfjs-backend-wasm/package.json')), 'dist/'))
  // Threads of it need what only browsers have.
  setThreadsCount(1)
  await tf.setBackend('wasm')
  await tf.ready()
  const { load } = await import('nsfwjs/core')
  const { MobileNetV2MidModel } = await import('nsfwjs/models/mobilenet_v2_mid')
  const model = await load('MobileNetV2Mid', { modelDefinitions: [MobileNetV2MidModel] })
  return async ({ data, width, height }) => {
    const square = tf.tidy(() => tf.image.resizeBilinear(tf.tensor3d(data, [height, width, 3], 'int32'), [side, side], true).toInt())
    try {
      return await model.classify(square, 5)
    } finally {
      square.dispose()
    }
  }
}

async function pixelsOf(path) {
  const file = await open(path)
  const { size } = await file.stat().finally(() => file.close())
  if (size > mostPictureBytes) throw new Error(`'${path}' is larger than 64 MiB`)
  const { decode } = await import('jpeg-js').then((jpeg) => jpeg.default ?? jpeg)
  return decode(await readFile(path), { useTArray: true, formatAsRGBA: false, maxMemoryUsageInMB: 512 })
}

function score(classes) {
  const sum = classes.filter(({ className }) => findings.includes(className)).reduce((total, { probability }) => total + probability, 0)
  const labels = classes.filter(({ className, probability }) => named.includes(className) && probability >= 0.5).map(({ className }) => className)
  return { confidence: Math.min(100, Math.max(0, Math.round(sum * 1e4) / 100)), labels }
}

await main().catch((error) => {
  console.error(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
})
