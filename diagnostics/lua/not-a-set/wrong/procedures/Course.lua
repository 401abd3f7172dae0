local Course = NewProcedureClass()

function Course:handleProcess(file)
  file.processActionSet = TranscodeAction:new{ transcodeDefinition = 20 }
end

function CreateProcedure() return Course:new() end
