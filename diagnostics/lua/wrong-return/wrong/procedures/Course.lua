local Course = NewProcedureClass()

function Course:handleProcess(file)
  return { TranscodeAction:new{ transcodeDefinition = 20 } }
end

function CreateProcedure() return Course:new() end
