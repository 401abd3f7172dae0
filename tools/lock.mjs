// Lets one process at a time do what must not be done by two at once (a build, writing generated sources).
import { existsSync, mkdirSync, openSync, readFileSync, rmSync, statSync, writeSync, closeSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const longestHoldMs = 120_000

/** Runs `work` while holding the lock file; a lock whose owner is gone is taken over. */
export async function withLock(path, work) {
  mkdirSync(dirname(path), { recursive: true })
  while (!tryLock(path)) {
    if (isAbandoned(path)) rmSync(path, { force: true })
    else await sleep(50)
  }
  try {
    return await work()
  } finally {
    rmSync(path, { force: true })
  }
}

function tryLock(path) {
  try {
    const file = openSync(path, 'wx')
    writeSync(file, String(process.pid))
    closeSync(file)
    return true
  } catch (error) {
    if (error.code === 'EEXIST') return false
    throw error
  }
}

function isAbandoned(path) {
  try {
    if (Date.now() - statSync(path).mtimeMs > longestHoldMs) return true
    const pid = Number(readFileSync(path, 'utf8'))
    // An empty file was made this very moment: its owner has not written its id yet.
    return pid > 0 && !isAlive(pid)
  } catch {
    return !existsSync(path)
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}
