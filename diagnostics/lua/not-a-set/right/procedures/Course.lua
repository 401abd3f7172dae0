local Course = NewProcedureClass()

function Course:handleProcess(file)
  file.processActionSet = ProcessActionSet:new()
  file.processActionSet:addAction(TranscodeAction:new{ transcodeDefinition = 20 })
end

function CreateProcedure() return Course:new() end
