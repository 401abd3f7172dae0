local Course = NewProcedureClass()

function Course:handleProcess(file)
  print("renditions", 20, 30)
  local set = ProcessActionSet:new()
  set:addAction(TranscodeAction:new{ transcodeDefinition = { 20, 30 } })
  return set
end

function CreateProcedure() return Course:new() end
