local Course = NewProcedureClass()

function Course:handleProcess(file)
  local set = ProcessActionSet:new()
  set:addAction(TranscodAction:new{ transcodeDefinition = 20 })
  return set
end

function CreateProcedure() return Course:new() end
