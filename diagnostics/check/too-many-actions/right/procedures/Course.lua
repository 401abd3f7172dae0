local Course = NewProcedureClass()

function Course:handleProcess(file)
  local offsets = {}
  for second = 0, 1023 do offsets[second + 1] = second * 1000 end
  local set = ProcessActionSet:new()
  set:addAction(SnapshotByTimeOffsetAction:new{ definition = 10, timeOffset = offsets })
  return set
end

function CreateProcedure() return Course:new() end
