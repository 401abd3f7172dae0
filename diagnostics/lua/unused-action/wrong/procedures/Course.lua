local Course = NewProcedureClass()

function Course:handleProcess(file)
  local set = ProcessActionSet:new()
  local cover = CoverBySnapshotAction:new{ definition = 10 }
  set:addAction(TranscodeAction:new{ transcodeDefinition = 20 })
  return set
end

function CreateProcedure() return Course:new() end
