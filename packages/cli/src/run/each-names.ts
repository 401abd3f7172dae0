import { parse } from 'node:path'

/** A folder name for each input under `--each`: its name without the extension, numbered where two would be the same. */
export function eachNames(inputs: readonly string[]): readonly string[] {
  const taken = new Set<string>()
  return inputs.map((input) => {
    // No leading dots: '..' is the name of '...mp4', and a folder '.vodflow' means something else.
    const wanted = parse(input).name.replace(/^\.+/, '') || 'source'
    let name = wanted
    // Case does not tell two folders apart on every file system.
    for (let number = 2; taken.has(name.toLowerCase()); number += 1) name = `${wanted}-${number}`
    taken.add(name.toLowerCase())
    return name
  })
}
