// npm run demo [-- FILM]: one procedure of each spelling on a film; without one, a short film is made first.
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const vodflow = join(root, 'packages/cli/bin/vodflow.cjs')
const out = join(root, 'demo-out')
const examples = 'procedures/examples'

const spellings = [
  { name: 'call', procedure: 'QCVB_SimpleProcessFile({10,20,230},0,10,10)' },
  { name: 'json', procedure: `${examples}/thumbnails-only/procedure.json` },
  { name: 'lua', procedure: `${examples}/course-hls/procedure.lua({210,220})` },
]

/** Moving picture, a tone that beeps each second, and a clock in the picture: testsrc2 draws it without any font. */
function makeFilm(path) {
  const doctor = JSON.parse(execFileSync(process.execPath, [vodflow, 'doctor', '--json'], { encoding: 'utf8', cwd: root }))
  execFileSync(doctor.ffmpeg.path, [
    '-hide_banner', '-nostdin', '-y', '-v', 'error',
    '-f', 'lavfi', '-i', 'testsrc2=size=1280x720:rate=25', '-f', 'lavfi', '-i', 'sine=frequency=330:beep_factor=4:sample_rate=48000',
    '-t', '12', '-c:v', 'libx264', '-preset', 'veryfast', '-pix_fmt', 'yuv420p', '-g', '50', '-c:a', 'aac', '-b:a', '128k', path,
  ])
}

function filesBelow(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => !entry.name.startsWith('.'))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => (entry.isDirectory() ? filesBelow(join(folder, entry.name)) : [join(folder, entry.name)]))
}

rmSync(out, { recursive: true, force: true })
mkdirSync(out, { recursive: true })
const given = process.argv[2]
const film = given === undefined ? join(out, 'film.mp4') : resolve(given)
if (given === undefined) makeFilm(film)

for (const { name, procedure } of spellings) {
  const args = ['run', procedure, '-i', film, '-o', join(out, name)]
  process.stdout.write(`\n$ npx vodflow run '${procedure}' -i ${relative(root, film)} -o demo-out/${name}\n`)
  const { status } = spawnSync(process.execPath, [vodflow, ...args], { cwd: root, stdio: 'inherit' })
  if (status !== 0) process.exit(status ?? 1)
}

process.stdout.write(`\nMade in ${relative(process.cwd(), out) || '.'}:\n`)
for (const file of filesBelow(out)) process.stdout.write(`  ${relative(root, file)}  ${statSync(file).size} bytes\n`)
