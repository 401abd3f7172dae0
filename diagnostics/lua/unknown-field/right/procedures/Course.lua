local Course = NewProcedureClass()

function Course:handleProcess(file)
  local action = TranscodeAction:new()
  action.transcodeDefinition = 20
  local set = ProcessActionSet:new()
  set:addAction(action)
  return set
end

function CreateProcedure() return Course:new() end
