local Course = NewProcedureClass()

function Course:handleProcess(file)
  local set = ProcessActionSet:new()
  for second = 0, 200 do
    set:addAction(SnapshotByTimeOffsetAction:new{ definition = 10, timeOffset = second * 1000 })
  end
  return set
end

function CreateProcedure() return Course:new() end
