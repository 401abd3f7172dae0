local Course = NewProcedureClass()

function Course:handleProcess(file)
  file.mediaInfo.metaData.height = math.min(file.mediaInfo.metaData.height, 720)
  local definition = file.mediaInfo.metaData.height >= 720 and 30 or 20
  local set = ProcessActionSet:new()
  set:addAction(TranscodeAction:new{ transcodeDefinition = definition })
  return set
end

function CreateProcedure() return Course:new() end
