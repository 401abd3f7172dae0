// Whether a bundle is older than what it is made from. Runs at every start of the command in a clone, so it only looks at times.
const { readdirSync, statSync } = require('node:fs')
const { join, sep } = require('node:path')

/** True where `output` is missing, or older than a source, a package.json or the build itself. */
function isStale(root, output) {
  const builtAt = timeOf(output)
  return builtAt === undefined || anyNewer(root, builtAt)
}

function anyNewer(root, builtAt) {
  const single = ['package-lock.json', 'tools/build.mjs', 'tools/generate.mjs'].map((path) => join(root, path))
  if (single.some((path) => isNewer(path, builtAt))) return true
  // Not diagnostics/: a thousand files, of which only `explain` shows anything; every `npm test` and `npm run build` takes them anew.
  if (['procedures', 'grammars'].some((name) => treeHasNewer(join(root, name), builtAt))) return true
  return readdirSync(join(root, 'packages')).some((name) => {
    const folder = join(root, 'packages', name)
    return ['package.json', 'generate.mjs'].some((file) => isNewer(join(folder, file), builtAt)) || treeHasNewer(join(folder, 'src'), builtAt)
  })
}

/** Generated files are left out: the build itself writes them. */
function treeHasNewer(folder, builtAt) {
  for (const entry of entriesOf(folder)) {
    // Joining with care is most of the work here.
    const path = folder + sep + entry.name
    if (entry.isDirectory() ? entry.name !== 'generated' && treeHasNewer(path, builtAt) : isNewer(path, builtAt)) return true
  }
  return false
}

function entriesOf(folder) {
  try {
    return readdirSync(folder, { withFileTypes: true })
  } catch {
    return []
  }
}

function isNewer(path, builtAt) {
  const time = timeOf(path)
  return time !== undefined && time > builtAt
}

function timeOf(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs
}

module.exports = { isStale }
