local P = NewProcedureClass()
function P:handleProcess(file)
  local kept = TranscodeAction:new({ transcodeDefinition = 10 })
  local lost = <|lua/unused-action:SampleSnapshotAction:new({ definition = 10 })|>
  file.processActionSet:addAction(kept)
end
function CreateProcedure()
  return P:new()
end
