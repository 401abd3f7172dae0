import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

/** A Chromium of this machine: VODFLOW_CHROMIUM, else by its usual names on PATH. */
export function chromiumProgram(): string | undefined {
  const named = process.env['VODFLOW_CHROMIUM']
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  const candidates = named ? [named] : ['chromium', 'chromium-browser', 'google-chrome'].flatMap((name) => folders.map((folder) => join(folder, name)))
  return candidates.find(isExecutable)
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** What a machine without a screen, often as root, needs; and nothing that asks the internet. */
export const chromiumArguments: readonly string[] = [
  '--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--autoplay-policy=no-user-gesture-required', '--mute-audio',
]
