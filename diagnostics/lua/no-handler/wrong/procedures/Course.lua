local Course = NewProcedureClass()

function Course:process()
  local set = ProcessActionSet:new()
  set:addAction(TranscodeAction:new{ transcodeDefinition = 20 })
  return set
end

function CreateProcedure() return Course:new() end
