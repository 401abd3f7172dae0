local Course = NewProcedureClass()

function Course:handleProcess(file)
  local set = ProcessActionSet:new()
  if file ~= nil then
    set:addAction(TranscodeAction:new{ transcodeDefinition = 20 })
  end
  return set
end

function CreateProcedure() return Course:new() end
