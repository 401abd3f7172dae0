local Course = NewProcedureClass()

function Course:handleProcess(file)
  local action = TranscodeAction:new{ transcodeDefinition = 20 }
  if file.mediaInfo.metaData.height >= 720 then action:addTranscodeDefinition(30) end
  local set = ProcessActionSet:new()
  set:addAction(action)
  return set
end

function CreateProcedure() return Course:new() end
