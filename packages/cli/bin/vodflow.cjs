#!/usr/bin/env node
// CommonJS: to start as an ECMAScript module costs node 4 ms more.
'use strict'
require('./load.cjs').load()
