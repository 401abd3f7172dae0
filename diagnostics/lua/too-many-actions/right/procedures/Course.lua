local Course = NewProcedureClass()

function Course:handleProcess(file)
  local set = ProcessActionSet:new()
  local action = SnapshotByTimeOffsetAction:new{ definition = 10 }
  for second = 0, 200 do action:addTimeOffset(second * 1000) end
  set:addAction(action)
  return set
end

function CreateProcedure() return Course:new() end
