local Course = NewProcedureClass()

function Course:handleProcess(file)
  local action = SnapshotByTimeOffsetAction:new{ definition = 10 }
  for second = 0, 100 do
    print("next")
    action:addTimeOffset(second * 1000)
  end
  local set = ProcessActionSet:new()
  set:addAction(action)
  return set
end

function CreateProcedure() return Course:new() end
