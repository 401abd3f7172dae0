import type { Command } from 'commander'

/** Of the commands that may take finished results from a cache. */
export function cacheOptions(command: Command): Command {
  return command
    .option('--cache <folder>', 'take results that were made before from this folder, and keep new ones there')
    .option('--no-cache', "make everything anew, whatever the config's cache has")
    .option('--cache-size <n>', 'the most that the cache may hold: 500M, 20G (default: 20G)')
    .option('--cache-check', 'read every file of a result before it is taken from the cache')
}
