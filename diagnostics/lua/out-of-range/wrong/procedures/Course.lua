local Course = NewProcedureClass()

function Course:handleProcess(file)
  local set = ProcessActionSet:new()
  set:addAction(CoverBySnapshotAction:new{ definition = 10.5 })
  return set
end

function CreateProcedure() return Course:new() end
