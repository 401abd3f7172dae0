// A folder of correct procedures and calls, half JSON, three tenths calls and two tenths Lua, for what is measured by number.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Writes `count` files below `folder`; each differs from the others, so that nothing can be answered from memory. */
export function writeCorpus(folder, count) {
  for (const name of ['procedures', 'calls']) mkdirSync(join(folder, name), { recursive: true })
  writeFileSync(join(folder, 'vodflow.config.json'), '{}\n')
  const write = (share, path, text) => {
    for (let index = 0; index < Math.round(count * share); index += 1) writeFileSync(join(folder, path(index)), text(index))
  }
  write(0.5, (index) => `procedures/J${index}.json`, jsonProcedure)
  write(0.3, (index) => `calls/C${index}.call`, (index) => `# ${index}\nQCVB_SimpleProcessFile({${[10, 20, 30][index % 3]}, 210}, 0, 10, 10)\n`)
  write(0.2, (index) => `procedures/L${index}.lua`, luaProcedure)
}

const jsonProcedure = (index) => `${JSON.stringify({
  parameters: [{ name: 'defs', type: 'definitions', default: [210, 220] }],
  process: {
    transcode: [{ definition: { param: 'defs' }, ...(index % 4 === 0 && { when: `source.height >= ${360 + index % 720}` }) }],
    snapshotByTimeOffset: [{ definition: 10, timeOffset: [0, 1000 + index] }],
    sampleSnapshot: [{ definition: 10 }],
    imageSprite: [{ definition: 10 }],
  },
}, undefined, 2)}\n`

const luaProcedure = (index) => `-- ${index}
local Ladder = NewProcedureClass()
function Ladder:handleProcess(file)
  for _, definition in ipairs({10, 20, 30}) do
    local transcode = TranscodeAction:new()
    transcode:addTranscodeDefinition(definition)
    file.processActionSet:addAction(transcode)
  end
end
function CreateProcedure()
  return Ladder:new()
end
`
