local Course = NewProcedureClass()

function Course:handleProcess(file)
  local definition = 10
  while definition ~= 25 do definition = definition + 10 end
  local set = ProcessActionSet:new()
  set:addAction(TranscodeAction:new{ transcodeDefinition = definition })
  return set
end

function CreateProcedure() return Course:new() end
