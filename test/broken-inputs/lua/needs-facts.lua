local P = NewProcedureClass()
function P:handleProcess(file)
  local transcode = TranscodeAction:new({ transcodeDefinition = <|template/unknown:77|> })
  file.processActionSet:addAction(transcode)
  if file.<|lua/needs-facts:mediaInfo|>.metaData.height > 720 then
    file.processActionSet:addAction(SampleSnapshotAction:new({ definition = 10 }))
  end
end
function CreateProcedure()
  return P:new()
end
