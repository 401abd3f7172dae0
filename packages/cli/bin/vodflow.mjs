#!/usr/bin/env node
// Nothing is imported: an ECMAScript import of a part of node evaluates all that belongs to it, `node:fs` its streams too.
const require = process.getBuiltinModule('node:module').createRequire(import.meta.url)
await require('./load.cjs').load()
